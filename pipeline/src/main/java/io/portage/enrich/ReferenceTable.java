package io.portage.enrich;

import io.portage.model.Columns;
import io.portage.model.Row;
import java.util.Map;

/**
 * The content of one reference at the time of a read.
 *
 * @param key the key column
 * @param columns the columns that lookups use; no others are kept
 * @param rows the rows by the text of the key; each has {@code columns}
 * @param readAt the time of the read, milliseconds since 1970
 */
record ReferenceTable(String key, Columns columns, Map<String, Row> rows, long readAt) {}
