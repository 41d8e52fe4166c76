package io.portage.enrich;

import io.portage.model.Columns;
import io.portage.model.Row;
import java.util.Map;

/**
 * The content of one reference, as it was read at one moment.
 *
 * @param key the column that entries go by
 * @param columns the columns that lookups want, all that is kept
 * @param rows by the key's text; each has {@code columns}
 * @param readAt when it was read, milliseconds since 1970
 */
record ReferenceTable(String key, Columns columns, Map<String, Row> rows, long readAt) {}
