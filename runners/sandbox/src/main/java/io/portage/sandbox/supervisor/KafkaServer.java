package io.portage.sandbox.supervisor;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Uuid;

/** A Kafka broker that is also its controller (KRaft), in its own JVM. */
final class KafkaServer extends ManagedServer {
  private static final int PROBE_SECONDS = 5;

  private final String clusterId = Uuid.randomUuid().toString();
  private final Path home;
  private int port;

  KafkaServer(Path root, Duration startTimeout, Janitor janitor) {
    super("kafka", root, startTimeout, janitor);
    this.home = root.resolve("kafka");
  }

  int port() {
    return port;
  }

  @Override
  void configure() throws IOException {
    port = FreePorts.next();
    int controllerPort = FreePorts.next();
    Files.createDirectories(home);
    Files.writeString(
        home.resolve("server.properties"),
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        # The broker expires records by their timestamps; old events must be kept.
        log.retention.ms=-1
        log.retention.bytes=-1
        # One broker, few clients, little memory.
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=8388608
        # A killed broker can register again only after its old session has expired.
        broker.session.timeout.ms=6000
        broker.heartbeat.interval.ms=500
        """
            .formatted(port, controllerPort, home.resolve("data")));
  }

  @Override
  List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dlog4j.configuration=io/portage/sandbox/log4j.properties",
        KafkaMain.class.getName(),
        home.resolve("server.properties").toString(),
        clusterId);
  }

  /** Checks the cluster id, since another broker may use the port. */
  @Override
  Optional<String> notReady() {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", "127.0.0.1:" + port,
            "reconnect.backoff.ms", 20,
            "reconnect.backoff.max.ms", 100);
    try (Admin admin = Admin.create(config)) {
      DescribeClusterResult cluster =
          admin.describeCluster(new DescribeClusterOptions().timeoutMs(PROBE_SECONDS * 1000));
      String found = cluster.clusterId().get(PROBE_SECONDS, SECONDS);
      if (!clusterId.equals(found)) {
        return Optional.of("the port belongs to another cluster, " + found);
      }
      return cluster.nodes().get(PROBE_SECONDS, SECONDS).isEmpty()
          ? Optional.of("no broker has joined")
          : Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
