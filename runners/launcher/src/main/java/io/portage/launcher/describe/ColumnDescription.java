package io.portage.launcher.describe;

import java.util.List;

/**
 * A column of a target table.
 *
 * @param column its name in the target
 * @param source the origin of its values: a source column, an expression, a lookup, a constant or a
 *     property of the record
 * @param type its type in the target's catalog; empty if that was not read or lacks the column
 * @param notes other properties, e.g. {@code key}
 */
record ColumnDescription(String column, String source, String type, List<String> notes) {}
