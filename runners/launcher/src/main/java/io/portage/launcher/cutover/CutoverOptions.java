package io.portage.launcher.cutover;

import io.portage.verify.position.LogPosition;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a cutover.
 *
 * @param stoppedFor how long the source is watched for writes
 * @param stoppedAt the position at which the writes were stopped; null to watch instead
 * @param barrierPatience how long the barrier is waited for
 * @param sourceIdle true if it is stated that the source is idle and the connector has caught up
 * @param accepted the ids of accepted dead letters and findings
 * @param fixSequences true to let sequences continue after the keys
 */
record CutoverOptions(
    Duration stoppedFor,
    @Nullable LogPosition stoppedAt,
    Duration barrierPatience,
    boolean sourceIdle,
    Set<String> accepted,
    boolean fixSequences) {}
