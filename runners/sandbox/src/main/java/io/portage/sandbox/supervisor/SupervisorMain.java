package io.portage.sandbox.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The main class of the supervisor's process: starts Kafka and PostgreSQL, prints {@code ok} with
 * their ports, then executes one command per line until its input ends. Each answer is one line,
 * {@code ok ...} or the error. The command {@code mariadb create} starts MariaDB.
 */
public final class SupervisorMain {
  private final KafkaServer kafka;
  private final PostgresServer postgres;
  private final MariaDbServer mariaDb;

  private SupervisorMain(KafkaServer kafka, PostgresServer postgres, MariaDbServer mariaDb) {
    this.kafka = kafka;
    this.postgres = postgres;
    this.mariaDb = mariaDb;
  }

  /**
   * Runs until standard input ends.
   *
   * @param args the folder for data and logs, which is removed at the end; the folder of the
   *     artifacts; the time limit for the start of each server, in milliseconds
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path root = Path.of(args[0]);
    Duration startTimeout = Duration.ofMillis(Long.parseLong(args[2]));
    PrintStream answers = new PrintStream(System.out, true, UTF_8);
    try (Janitor janitor = Janitor.watch(root)) {
      SupervisorMain supervisor =
          new SupervisorMain(
              new KafkaServer(root, startTimeout, janitor),
              PostgresServer.create(root, Path.of(args[1]), startTimeout, janitor),
              new MariaDbServer(root, Path.of(args[1]), startTimeout, janitor));
      supervisor.startBoth();
      answers.println(
          "ok " + supervisor.kafka.port() + " " + supervisor.postgres.port() + " " + janitor.pid());
      supervisor.execute(answers);
    } catch (IOException | RuntimeException e) {
      answers.println(oneLine(e));
    }
  }

  private void startBoth() throws IOException, InterruptedException {
    List<Callable<Void>> starts =
        List.of(
            () -> {
              kafka.startFirst();
              return null;
            },
            () -> {
              postgres.startFirst();
              postgres.createDatabase();
              return null;
            });
    ExecutorService executor = Executors.newFixedThreadPool(starts.size());
    try {
      // Waits for both, even if one fails: no server may start after the janitor has ended.
      for (Future<Void> start : executor.invokeAll(starts)) {
        start.get();
      }
    } catch (ExecutionException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(reason.getMessage(), reason);
    } finally {
      executor.shutdown();
    }
  }

  private void execute(PrintStream answers) throws IOException, InterruptedException {
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      try {
        answers.println("ok " + execute(line));
      } catch (IOException e) {
        answers.println(oneLine(e));
      }
    }
  }

  private String execute(String line) throws IOException, InterruptedException {
    String[] words = line.split(" ", 2);
    ManagedServer server = server(words[0]);
    switch (words[1]) {
      case "create" -> {
        return Integer.toString(createMariaDb());
      }
      case "start" -> server.start();
      case "stop" -> server.stop();
      case "kill" -> server.kill();
      case "freeze" -> server.freeze();
      case "thaw" -> server.thaw();
      case "pid" -> {
        return Long.toString(server.pid());
      }
      case "state" -> {
        return server.state().toString();
      }
      default -> throw new IOException("unknown command");
    }
    return "";
  }

  private ManagedServer server(String name) {
    return switch (name) {
      case "kafka" -> kafka;
      case "postgres" -> postgres;
      default -> mariaDb;
    };
  }

  private int createMariaDb() throws IOException, InterruptedException {
    mariaDb.startFirst();
    return mariaDb.port();
  }

  private static String oneLine(Exception e) {
    return e.toString().replace("\n", "\\n");
  }
}
