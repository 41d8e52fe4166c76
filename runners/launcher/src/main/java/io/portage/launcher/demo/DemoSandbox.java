package io.portage.launcher.demo;

import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** A sandbox with the demo's topics and table, and the environment that its configuration needs. */
final class DemoSandbox implements AutoCloseable {
  static final String TOPIC = "users_cdc";
  static final String DEAD_LETTERS = "users_cdc_dlq";
  static final String TABLE = "users_enriched";

  private final Sandbox sandbox;

  private final DemoTarget target;

  private DemoSandbox(Sandbox sandbox, DemoTarget target) {
    this.sandbox = sandbox;
    this.target = target;
  }

  /** Starts the servers and creates the topics and the table. */
  static DemoSandbox start(DemoTarget target, int partitions)
      throws SQLException, InterruptedException, ExecutionException {
    DemoSandbox demo = new DemoSandbox(Sandbox.start(), target);
    try {
      demo.database().execute(Schemas.sql(target.name() + "/users_enriched"));
      try (Admin admin =
          Admin.create(
              Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, demo.bootstrapServers()))) {
        admin
            .createTopics(
                List.of(
                    new NewTopic(TOPIC, Optional.of(partitions), Optional.empty()),
                    new NewTopic(DEAD_LETTERS, Optional.of(1), Optional.empty())))
            .all()
            .get();
      }
      return demo;
    } catch (SQLException | InterruptedException | ExecutionException | RuntimeException failed) {
      demo.close();
      throw failed;
    }
  }

  String bootstrapServers() {
    return sandbox.bootstrapServers();
  }

  TargetDatabase database() {
    return new TargetDatabase(target.jdbcUrl(sandbox), sandbox.user(), sandbox.password());
  }

  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("KAFKA_BOOTSTRAP", sandbox.bootstrapServers());
    environment.put("PORTAGE_JDBC_URL", target.jdbcUrl(sandbox));
    environment.put("PORTAGE_JDBC_USER", sandbox.user());
    environment.put("PORTAGE_JDBC_PASSWORD", sandbox.password());
    return environment;
  }

  /** Returns instructions to connect to the servers. */
  String howToConnect() {
    return "  "
        + target.terminal(sandbox)
        + "\n  Kafka bootstrap server: "
        + sandbox.bootstrapServers()
        + "\n  export KAFKA_BOOTSTRAP="
        + sandbox.bootstrapServers()
        + " PORTAGE_JDBC_URL="
        + target.jdbcUrl(sandbox);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
