package io.portage.verify;

import io.portage.config.PortageConfig;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialect;
import io.portage.target.TargetTables;
import io.portage.target.connection.Sleeper;
import io.portage.verify.position.SourceLog;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What the parts of a verification share.
 *
 * @param config the job
 * @param settings the settings
 * @param database the source's database
 * @param log the source's log
 * @param barrier the barrier
 * @param targetDialect the target's dialect
 * @param tables the target's catalog; never altered
 * @param clock the time of findings
 * @param nanos {@link System#nanoTime}, for durations
 * @param sleeper waits
 * @param progress receives the progress
 */
record VerifyContext(
    PortageConfig config,
    VerifySettings settings,
    SourceDatabase database,
    SourceLog log,
    Barrier barrier,
    Dialect targetDialect,
    TargetTables tables,
    Clock clock,
    LongSupplier nanos,
    Sleeper sleeper,
    VerifyProgress progress) {}
