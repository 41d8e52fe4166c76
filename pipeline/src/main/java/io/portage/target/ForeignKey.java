package io.portage.target;

import java.util.List;

/**
 * A foreign key of a job's table.
 *
 * @param table the referring table, as the caller names it
 * @param name the constraint's name
 * @param columns the referring columns, in order
 * @param parent the table referred to: as the caller names it if it is one of the caller's tables,
 *     else {@code schema.table}; may be the same
 * @param parentColumns the columns that they refer to, in the same order
 */
public record ForeignKey(
    String table, String name, List<String> columns, String parent, List<String> parentColumns) {}
