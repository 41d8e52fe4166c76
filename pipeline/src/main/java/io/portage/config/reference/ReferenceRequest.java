package io.portage.config.reference;

import io.portage.config.JdbcConfig;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a job reads from a reference.
 *
 * @param columns the key column and the columns that lookups return; a source may leave out all
 *     others
 * @param target the job's target database, for a source that reads from it; null if the target is
 *     not a JDBC database
 */
public record ReferenceRequest(Set<String> columns, @Nullable JdbcConfig target) {}
