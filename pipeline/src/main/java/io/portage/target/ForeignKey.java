package io.portage.target;

/**
 * A foreign key between two tables of a job.
 *
 * @param table the referring table, as the configuration names it
 * @param name the constraint's name
 * @param parent the table referred to, as the configuration names it; may be the same
 */
public record ForeignKey(String table, String name, String parent) {}
