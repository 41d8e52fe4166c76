package io.portage.launcher.inspect;

import io.portage.launcher.inspect.ParkedInspection.ParkedKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one target table. Counts are of the running job and null if no runner of it was
 * found, or if it counts the table together with others.
 *
 * @param from the source table or topic; several are separated by commas
 * @param table the target table
 * @param rows the catalog's estimate of the number of rows, or null
 * @param applied rows written
 * @param duplicate changes that the guard rejected as duplicates
 * @param stale changes that the guard rejected as stale
 * @param dead changes that became dead letters after decoding
 * @param letters unresolved dead letters of the table, or of its topics
 * @param lag records of its topics without a committed outcome, other tables of these topics
 *     included; null if the brokers do not answer
 * @param lagMillis the mean time from a change at its source to its commit
 * @param parked the parked keys in memory by what they wait for; empty if none is
 * @param drift events whose columns are not those of the target
 */
public record TableState(
    String from,
    String table,
    @Nullable Long rows,
    @Nullable Long applied,
    @Nullable Long duplicate,
    @Nullable Long stale,
    @Nullable Long dead,
    int letters,
    @Nullable Long lag,
    @Nullable Long lagMillis,
    @Nullable List<ParkedKeys> parked,
    @Nullable Long drift) {}
