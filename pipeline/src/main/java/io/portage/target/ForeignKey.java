package io.portage.target;

/**
 * A foreign key between two tables of a job.
 *
 * @param table the table that refers, as the configuration names it
 * @param name the constraint's name
 * @param parent the table that it refers to, as the configuration names it; perhaps the same
 */
public record ForeignKey(String table, String name, String parent) {}
