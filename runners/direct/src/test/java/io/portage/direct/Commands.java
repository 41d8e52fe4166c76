package io.portage.direct;

import io.portage.launcher.Portage;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands on the direct runner, with the arguments of a user. */
final class Commands {
  private Commands() {}

  /** Returns the exit code and the output of the command. */
  static String portage(String... args) {
    StringWriter printed = new StringWriter();
    PrintWriter both = new PrintWriter(printed, true);
    int code = Portage.execute(new Main.DirectEngine(), both, both, args);
    return code + "\n" + printed;
  }

  /** Creates a job of the direct runner with a topic of this many partitions. */
  static TestJob job(Sandbox sandbox, String name, int partitions) throws Exception {
    return TestJob.create(sandbox, new Main.DirectEngine(), List.of(), name, partitions, Map.of());
  }

  /** Writes a configuration with the job's names and servers instead of its variables. */
  static Path write(Path file, TestJob job, String config) throws IOException {
    return Files.writeString(file, job.filled(config));
  }

  /** Returns the configuration of the scenarios' table of users, with the job's names. */
  static String users(TestJob job) throws IOException {
    return job.filled(Files.readString(Path.of("data/scenarios/users.yaml")));
  }

  /** Returns a record for this partition. */
  static EventFile.Event event(int partition, @Nullable String key, String value) {
    return new EventFile.Event(
        1,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        partition,
        null);
  }
}
