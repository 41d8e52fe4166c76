package io.portage.config;

import io.portage.config.reference.ReferenceSource;
import java.io.Serializable;
import java.time.Duration;

/**
 * Reference data for lookups.
 *
 * @param section the key of the source's section, e.g. {@code csv}
 * @param source the source of the rows
 * @param key the key column of lookups
 * @param refresh interval between reads, 5 min by default
 */
public record ReferenceConfig(String section, ReferenceSource source, String key, Duration refresh)
    implements Serializable {}
