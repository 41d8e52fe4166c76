package io.portage.launcher.run;

import io.portage.config.PortageConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts the console of a run in its process. */
@FunctionalInterface
public interface RunConsole {
  /** A console that runs. */
  interface StartedConsole extends AutoCloseable {
    /** Returns the address of its pages. */
    String address();

    /** Ends the console. */
    @Override
    void close();
  }

  /**
   * Starts a console that shows the run and does no action.
   *
   * @param port the port on the loopback address; 0 for any free one
   * @param counters the run's counters by name; empty while they are not available
   * @param audit receives the audit log
   * @throws IOException if the port cannot be bound
   */
  StartedConsole start(
      PortageConfig config,
      int port,
      Supplier<Optional<Map<String, Long>>> counters,
      PrintWriter audit)
      throws IOException;
}
