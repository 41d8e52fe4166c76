package io.portage.launcher.console;

import io.portage.config.PortageConfig;
import io.portage.launcher.Engine;
import io.portage.launcher.inspect.JobInspection;
import io.portage.launcher.run.RunConsole;
import io.portage.launcher.status.MetricsSource;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The console of {@code run --console}: over one job, on the loopback address, without actions and
 * without row values. The live counts are those of the run's process.
 */
public final class ConsoleOfRun implements RunConsole {
  private final Engine engine;

  private ConsoleOfRun(Engine engine) {
    this.engine = engine;
  }

  /** Returns the console of a run on this engine. */
  public static RunConsole of(Engine engine) {
    return new ConsoleOfRun(engine);
  }

  @Override
  public StartedConsole start(
      PortageConfig config,
      int port,
      Supplier<Optional<Map<String, Long>>> counters,
      PrintWriter audit)
      throws IOException {
    MetricsSource metrics =
        name -> counters.get().map(values -> MetricsSnapshot.ofCounters("this run", values));
    ConsoleSettings settings =
        new ConsoleSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            Set.of(),
            ConsoleToken.read(null),
            /* actions= */ false,
            /* values= */ false,
            Map.of());
    JobInspection job = JobInspection.open(config, metrics, Clock.systemUTC());
    ConsoleServer server;
    try {
      server =
          ConsoleServer.start(
              Map.of(config.name(), job), settings, engine, List.of(), audit, Clock.systemUTC());
    } catch (IOException | RuntimeException e) {
      job.close();
      throw e;
    }
    return new Running(server, job);
  }

  private record Running(ConsoleServer server, JobInspection job) implements StartedConsole {
    @Override
    public String address() {
      return "http://127.0.0.1:" + server.address().getPort() + "/";
    }

    @Override
    public void close() {
      server.close();
      job.close();
    }
  }
}
