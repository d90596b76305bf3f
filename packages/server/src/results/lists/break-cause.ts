const failedFields = `array_to_string(json_extract_string(failed, '$[*].field'), ', ')`;

/**
 * Why a break is open, over the relation of breaks. Reasons that name the nearest record are told by the fields that
 * failed, so that equal causes count together.
 */
export const breakCause =
  `CASE WHEN kind = 'differs' THEN replace(reason, ',', ', ') WHEN kind = 'unmatched' AND nearest IS NULL AND failed IS NULL AND reason LIKE 'taken out%' THEN reason ` +
  `WHEN kind = 'unmatched' AND nearest IS NULL THEN 'nothing comes near' WHEN kind = 'unmatched' AND ${failedFields} = '' THEN 'an equal record was already taken' ` +
  `WHEN kind = 'unmatched' THEN concat('nearest differs in ', ${failedFields}) ELSE reason END`;
