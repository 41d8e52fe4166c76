package io.portage.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What runs for a sandbox, and whether it still does. */
final class Processes {
  private Processes() {}

  /** The servers with their children. */
  static List<ProcessHandle> serversOf(Sandbox sandbox) {
    return Stream.of(sandbox.kafka().pid(), sandbox.postgres().pid())
        .map(pid -> ProcessHandle.of(pid).orElseThrow())
        .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
        .toList();
  }

  static List<ProcessHandle> of(Stream<String> pids) {
    return pids.map(Long::parseLong).flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
  }

  /** A zombie is dead: it has no program any more, and waits for whoever is its parent now. */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  static void awaitEnd(List<ProcessHandle> processes) {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(processes).noneMatch(Processes::runs));
  }
}
