/** A filter, sort or cursor that means nothing here: the caller's to mend. */
export class QueryFault extends Error {
  override readonly name = "QueryFault";
  /** Into the request, such as `filter.all[1].from`. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
