package io.portage.config.reference;

import io.portage.config.JdbcConfig;
import java.util.Set;

/**
 * The columns that a job reads from a reference.
 *
 * @param columns the key column and the columns that lookups return; a source may leave out all
 *     others
 * @param target the job's target database, for a source that reads from it
 */
public record ReferenceRequest(Set<String> columns, JdbcConfig target) {}
