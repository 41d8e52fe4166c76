package io.portage.verify.log;

import io.portage.config.PortageConfig;
import io.portage.target.Dialect;
import io.portage.target.TargetTables;
import io.portage.target.connection.Sleeper;
import io.portage.verify.VerifyProgress;
import io.portage.verify.VerifySettings;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The values that the parts of a comparison with the log share.
 *
 * @param config the job
 * @param settings the settings
 * @param dialect the target's dialect
 * @param catalog the target's catalog; never altered
 * @param clock the time of findings
 * @param nanos {@link System#nanoTime}, for durations
 * @param sleeper waits
 * @param progress receives the progress
 */
record LogContext(
    PortageConfig config,
    VerifySettings settings,
    Dialect dialect,
    TargetTables catalog,
    Clock clock,
    LongSupplier nanos,
    Sleeper sleeper,
    VerifyProgress progress) {}
