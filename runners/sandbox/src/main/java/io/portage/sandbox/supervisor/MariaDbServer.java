package io.portage.sandbox.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.portage.sandbox.SandboxMariaDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A MariaDB server as a child process, from the programs that the module {@code mariadb} has. */
final class MariaDbServer extends ManagedServer {
  private static final String ADMIN = "root";
  private static final int ROOT = 0;
  private static final int DEPTH = 8;

  private static final String ACCOUNTS =
      """
      DROP USER IF EXISTS ''@'localhost';
      CREATE OR REPLACE USER 'root'@'localhost' IDENTIFIED BY 'root';
      CREATE OR REPLACE USER 'root'@'%' IDENTIFIED BY 'root';
      GRANT ALL ON *.* TO 'root'@'localhost' WITH GRANT OPTION;
      GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
      CREATE DATABASE IF NOT EXISTS appdb CHARACTER SET utf8mb4;
      CREATE USER IF NOT EXISTS 'app'@'%' IDENTIFIED BY 'app';
      GRANT ALL ON appdb.* TO 'app'@'%';
      DROP USER IF EXISTS 'root'@'127.0.0.1';
      DROP USER IF EXISTS 'root'@'::1';
      """;

  private final Path home;
  private final Path data;
  private final Path unpacked;
  private Path programs;
  private int port;

  MariaDbServer(Path root, Path library, Duration startTimeout, Janitor janitor) {
    super("mariadb", root, startTimeout, janitor);
    this.home = root.resolve("mariadb");
    this.data = home.resolve("data");
    this.unpacked = SandboxMariaDb.programs(library);
    this.programs = unpacked;
  }

  int port() {
    return port;
  }

  @Override
  void configure() throws IOException, InterruptedException {
    port = FreePorts.next();
    if (!Files.exists(data)) {
      initialize();
    }
  }

  private void initialize() throws IOException, InterruptedException {
    programs = find();
    Files.createDirectories(home.resolve("tmp"));
    Files.writeString(home.resolve("accounts.sql"), ACCOUNTS);
    List<String> install =
        new ArrayList<>(
            List.of(
                "sh", // the archive does not mark it as executable
                programs.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--datadir=" + data,
                "--tmpdir=" + home.resolve("tmp"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve"));
    account().ifPresent(install::add);
    Process process = new ProcessBuilder(install).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("mariadb-install-db failed: " + output);
    }
  }

  /** The artifact's folder has its version in its path. */
  private Path find() throws IOException {
    if (Files.isDirectory(unpacked)) {
      try (Stream<Path> paths = Files.find(unpacked, DEPTH, (path, file) -> isServer(path))) {
        Optional<Path> server = paths.findFirst();
        if (server.isPresent()) {
          return server.get().resolve("../..").normalize();
        }
      }
    }
    throw new IOException(
        "MariaDB's programs are not in "
            + unpacked
            + ": build the module runners/sandbox/mariadb with -Pfull (Linux on x86-64)");
  }

  private static boolean isServer(Path path) {
    return path.endsWith("bin/mariadbd") && Files.isExecutable(path);
  }

  /** The server refuses to run as root unless it is told to. */
  private Optional<String> account() throws IOException {
    boolean isRoot = (int) Files.getAttribute(home, "unix:uid") == ROOT;
    return isRoot ? Optional.of("--user=root") : Optional.empty();
  }

  @Override
  List<String> command() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + programs,
                "--datadir=" + data,
                "--tmpdir=" + home.resolve("tmp"),
                "--init-file=" + home.resolve("accounts.sql"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                // In the data folder: a path to it could be too long for a socket.
                "--socket=mariadb.sock",
                "--skip-name-resolve",
                "--max-connections=200",
                "--character-set-server=utf8mb4",
                "--default-time-zone=+00:00",
                "--server-id=1",
                "--log-bin=mysql-bin",
                "--binlog-format=ROW",
                "--binlog-row-image=FULL",
                "--binlog-row-metadata=FULL",
                // Faster; data does not survive a crash of the machine.
                "--innodb-flush-log-at-trx-commit=2",
                "--innodb-flush-method=nosync",
                "--sync-binlog=0",
                "--innodb-buffer-pool-size=128M"));
    account().ifPresent(command::add);
    return command;
  }

  /** Checks the data folder, since another server may use the port. */
  @Override
  Optional<String> notReady() {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/?connectTimeout=5000&socketTimeout=10000",
                ADMIN,
                ADMIN);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@datadir")) {
      row.next();
      return data.equals(Path.of(row.getString(1)))
          ? Optional.empty()
          : Optional.of("the port belongs to another server");
    } catch (SQLException e) {
      return Optional.of(e.toString());
    }
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
