package io.portage.config;

import java.io.Serializable;

/**
 * The target database.
 *
 * @param jdbc the connection
 * @param batchRows most rows of one transaction, 5,000 by default
 * @param tombstones the table that keeps the versions of deleted rows, {@code portage_tombstones}
 *     by default; created when missing and needed
 */
public record TargetConfig(JdbcConfig jdbc, int batchRows, String tombstones)
    implements Serializable {}
