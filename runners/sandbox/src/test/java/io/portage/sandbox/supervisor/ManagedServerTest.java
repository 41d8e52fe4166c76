package io.portage.sandbox.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.sandbox.ServerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour of every server, tested with shell scripts. */
class ManagedServerTest {
  private static final String REFUSED = "echo address in use; exit 1";
  private static final String SERVING = "exec sleep 600";

  private static final Duration FIVE = Duration.ofSeconds(5);

  private Path root;

  @BeforeEach
  void makeTheFolder(@TempDir Path folder) throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
  }

  @Test
  void retriesAFailedFirstStartWithOtherPorts() throws Exception {
    try (Janitor janitor = Janitor.watch(root)) {
      Script server = new Script(janitor, REFUSED, SERVING);

      server.startFirst();

      assertThat(server.configured).isEqualTo(2);
      assertThat(server.state()).isEqualTo(ServerState.RUNNING);
      server.kill();
    }
  }

  @Test
  void reportsTheEndOfTheLogOfAServerThatNeverStarts() throws Exception {
    try (Janitor janitor = Janitor.watch(root)) {
      Script server = new Script(janitor, REFUSED, REFUSED, REFUSED);

      assertThatThrownBy(server::startFirst)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("script ended with 1")
          .hasMessageEndingWith("address in use");
      assertThat(server.configured).isEqualTo(3);
    }
  }

  @Test
  void keepsItsPortsAtALaterStart() throws Exception {
    try (Janitor janitor = Janitor.watch(root)) {
      Script server = new Script(janitor, SERVING, REFUSED);
      server.startFirst();
      server.kill();

      assertThatThrownBy(server::start).isInstanceOf(IOException.class);
      assertThat(server.configured).isEqualTo(1);
    }
  }

  @Test
  void theJanitorEndsRunningServersAndRemovesTheFolder() throws Exception {
    long pid;
    try (Janitor janitor = Janitor.watch(root)) {
      Script server = new Script("kafka", janitor, SERVING);
      server.startFirst();
      pid = server.pid();
    }

    assertThat(root).doesNotExist();
    ProcessHandle.of(pid).ifPresent(server -> assertThat(server.onExit()).succeedsWithin(FIVE));
  }

  /** Runs one script per start; ready while the script runs. */
  private final class Script extends ManagedServer {
    private final List<String> scripts;
    private int configured;
    private int started;

    Script(Janitor janitor, String... scripts) {
      this("script", janitor, scripts);
    }

    Script(String name, Janitor janitor, String... scripts) {
      super(name, root, FIVE, janitor);
      this.scripts = List.of(scripts);
    }

    @Override
    void configure() {
      configured++;
    }

    @Override
    List<String> command() {
      return List.of("sh", "-c", scripts.get(started++));
    }

    @Override
    Optional<String> notReady() {
      return scripts.get(started - 1).equals(SERVING) ? Optional.empty() : Optional.of("no answer");
    }

    @Override
    String stopSignal() {
      return "TERM";
    }
  }
}
