package io.portage.launcher.console;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that commands of one job write, as the console's command line names them; no request
 * can.
 *
 * @param verify the report of {@code verify --json}, or null
 * @param state the progress of {@code verify --state}, or null
 * @param cutover the report of {@code cutover --json}, or null
 */
record ReportPaths(@Nullable Path verify, @Nullable Path state, @Nullable Path cutover) {
  /** No files. */
  static final ReportPaths NONE = new ReportPaths(null, null, null);
}
