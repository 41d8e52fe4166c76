package io.portage.sandbox.supervisor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals that {@link Process} does not support, by the shell's kill command. */
final class Signals {
  private Signals() {}

  /** Sends the signal, such as {@code STOP}; ignores processes that have ended. */
  static void send(String signal, List<Long> pids) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "kill -\"$@\" 2>/dev/null", "sh", signal));
    pids.forEach(pid -> command.add(pid.toString()));
    new ProcessBuilder(command).start().waitFor();
  }

  static void send(String signal, long pid) throws IOException, InterruptedException {
    send(signal, List.of(pid));
  }
}
