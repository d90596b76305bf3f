/** A Parquet file that is cut off, malformed or laid out as no result set is. */
export class ParquetFault extends Error {
  override readonly name = "ParquetFault";
}
