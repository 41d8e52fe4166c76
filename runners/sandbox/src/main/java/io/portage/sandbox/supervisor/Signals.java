package io.portage.sandbox.supervisor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sends what {@link Process} has no method for, with the kill of the shell. */
final class Signals {
  private Signals() {}

  /** Sends the signal, such as {@code STOP}; processes that are gone meanwhile are no error. */
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
