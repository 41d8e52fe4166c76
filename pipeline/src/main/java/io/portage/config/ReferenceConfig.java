package io.portage.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reference data for lookups. Exactly one of {@code csv} and {@code query} is not null.
 *
 * @param csv path of a CSV file with a header line, or null
 * @param query a SELECT, or null
 * @param connection the database of the query; null for the target
 * @param key the key column of lookups
 * @param refresh interval between reads, 5 min by default
 */
public record ReferenceConfig(
    @Nullable String csv,
    @Nullable String query,
    @Nullable JdbcConfig connection,
    String key,
    Duration refresh)
    implements Serializable {}
