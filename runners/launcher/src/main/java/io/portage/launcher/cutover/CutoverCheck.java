package io.portage.launcher.cutover;

import java.io.IOException;
import java.sql.SQLException;

/** One condition of the switch. */
interface CutoverCheck {
  /** Returns the stable id, in lower case with hyphens. */
  String id();

  /** Returns the condition, a short sentence without a full stop. */
  String title();

  /**
   * Examines the condition. An exception makes it undecided.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  CheckOutcome run() throws SQLException, IOException, InterruptedException;
}
