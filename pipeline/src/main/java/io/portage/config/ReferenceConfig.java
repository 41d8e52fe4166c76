package io.portage.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reference data for lookups. Exactly one of {@code csv} and {@code query} is there.
 *
 * @param csv path of a CSV file with a header line, or null
 * @param query a SELECT, or null
 * @param connection where to run the query; null means on the target
 * @param key the column that lookups go by
 * @param refresh how often it is read anew, 5 min by default
 */
public record ReferenceConfig(
    @Nullable String csv,
    @Nullable String query,
    @Nullable JdbcConfig connection,
    String key,
    Duration refresh)
    implements Serializable {}
