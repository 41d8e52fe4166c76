package io.portage.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes and data are removed within seconds, however the caller or the supervisor ends. */
@Tag("full")
class SandboxOrphanIT {

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM", "INT", "HUP"})
  void nothingIsLeftOfACallerThatGotASignal(String signal) throws Exception {
    SandboxHolder holder = SandboxHolder.start();
    // Some of PostgreSQL's children are short-lived.
    assertThat(holder.processes()).filteredOn(Processes::runs).hasSizeGreaterThan(4);

    send(signal, holder.process().pid());

    assertThat(holder.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    holder.awaitNothingLeft();
  }

  @Test
  void nothingIsLeftAfterACallerThatEndsWithoutClosing() throws Exception {
    SandboxHolder holder = SandboxHolder.start();

    holder.process().getOutputStream().close();

    holder.awaitNothingLeft();
    assertThat(holder.process().waitFor()).isZero();
  }

  @Test
  void nothingIsLeftAfterAKilledSupervisor() throws Exception {
    SandboxHolder holder = SandboxHolder.start();

    send("KILL", holder.supervisor().pid());

    holder.awaitNothingLeft();
    holder.process().getOutputStream().close();
    assertThat(holder.process().waitFor()).as("closing a sandbox without a supervisor").isZero();
  }

  @Test
  void nothingIsLeftOfFrozenServers() throws Exception {
    SandboxHolder holder = SandboxHolder.start("freeze");

    send("KILL", holder.process().pid());

    holder.awaitNothingLeft();
  }

  @Test
  void noSharedMemoryIsLeftAfterAKilledPostgres() throws Exception {
    SandboxHolder holder = SandboxHolder.start("kill");
    String segment = sharedMemory(holder.directory());
    assertThat(segments()).contains(segment);

    send("KILL", holder.process().pid());

    holder.awaitNothingLeft();
    assertThat(segments()).doesNotContain(segment);
  }

  /** Returns the id that follows the key in the seventh line of the pid file. */
  private static String sharedMemory(Path sandbox) throws IOException {
    String line = Files.readAllLines(sandbox.resolve("postgres/data/postmaster.pid")).get(6);
    return line.strip().split(" +")[1];
  }

  private static String[] segments() throws IOException {
    Process ipcs = new ProcessBuilder("ipcs", "-m").start();
    return new String(ipcs.getInputStream().readAllBytes(), UTF_8).split("\\s+");
  }

  private static void send(String signal, long pid) throws Exception {
    int exit = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start().waitFor();
    assertThat(exit).isZero();
  }
}
