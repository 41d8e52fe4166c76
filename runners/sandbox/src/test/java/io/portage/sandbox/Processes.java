package io.portage.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processes of a sandbox and their state. */
final class Processes {
  private Processes() {}

  /** Returns the servers with their children. */
  static List<ProcessHandle> serversOf(Sandbox sandbox) {
    return Stream.of(sandbox.kafka().pid(), sandbox.postgres().pid())
        .map(pid -> ProcessHandle.of(pid).orElseThrow())
        .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
        .toList();
  }

  static List<ProcessHandle> of(Stream<String> pids) {
    return pids.map(Long::parseLong).flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
  }

  /** Returns false for a zombie, which has ended and only waits to be reaped by its parent. */
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  static void awaitEnd(List<ProcessHandle> processes) {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(processes).noneMatch(Processes::runs));
  }
}
