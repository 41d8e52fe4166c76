package io.portage.verify.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.portage.config.Secret;
import io.portage.config.SourceConfig.ConnectConfig;
import io.portage.kafka.StopOffsets;
import io.portage.verify.Barrier.BarrierState;
import io.portage.verify.Barrier.BarrierStatus;
import io.portage.verify.barrier.ConnectorProgress.Delivered;
import io.portage.verify.position.LogPosition;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JobBarrierTest {
  private static final LogPosition WANTED = LogPosition.ofLsn(100);

  private final Topics topics = new Topics();
  private Delivered delivered = Delivered.notYet("nothing");
  private final JobBarrier barrier = new JobBarrier(() -> delivered, topics);

  @Test
  void theEndsAreTakenAfterTheConnectorHasDelivered() {
    topics.end = 5;
    topics.committed = 5; // all that is in the topic so far has its outcome

    delivered = Delivered.upTo(LogPosition.ofLsn(60), "the slot");
    BarrierState before = barrier.state(WANTED);
    assertThat(before.status()).isEqualTo(BarrierStatus.NOT_YET);
    assertThat(before.reason()).contains("40 bytes below 0/64", "the slot");

    topics.end = 9;
    delivered = Delivered.upTo(WANTED, "the slot");
    assertThat(barrier.state(WANTED).reason()).startsWith("4 offsets without an outcome");

    topics.end = 20; // later records do not count
    topics.committed = 9;
    assertThat(barrier.state(WANTED).isPassed()).isTrue();
    assertThat(barrier.state(LogPosition.ofLsn(50)).isPassed()).as("a lower one").isTrue();
  }

  @Test
  void aHigherPositionNeedsItsOwnEnds() {
    topics.end = 5;
    topics.committed = 5;
    delivered = Delivered.upTo(WANTED, "the slot");
    assertThat(barrier.state(WANTED).isPassed()).isTrue();

    topics.end = 6;
    delivered = Delivered.upTo(LogPosition.ofLsn(200), "the slot");
    assertThat(barrier.state(LogPosition.ofLsn(200)).status()).isEqualTo(BarrierStatus.NOT_YET);
  }

  @Test
  void aGroupThatHasCommittedNothingIsNotWaitedFor() {
    topics.end = 5;
    topics.standstill = "the group g has no committed offsets";
    delivered = Delivered.upTo(WANTED, "the slot");
    assertThat(barrier.state(WANTED)).isEqualTo(BarrierState.unknown(topics.standstill));

    topics.standstill = "";
    topics.committed = 1;
    assertThat(barrier.state(WANTED).status()).isEqualTo(BarrierStatus.NOT_YET);
  }

  @Test
  void whatIsNotKnownIsNeverPassed() {
    topics.end = 5;
    topics.committed = 5;
    delivered = Delivered.unknown("no slot");

    assertThat(barrier.state(WANTED)).isEqualTo(BarrierState.unknown("no slot"));
    assertThat(new JobBarrier(ConnectorProgress.IDLE, topics).state(WANTED).isPassed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"lsn\":110,\"lsn_commit\":90,\"lsn_proc\":95};0/5F",
        "{\"lsn\":110,\"lsn_commit\":90,\"lsn_proc\":null};0/5A",
        "{\"lsn\":110};0/6E",
        "{\"file\":\"binlog.000003\",\"pos\":77,\"row\":1};binlog.000003:77",
      })
  void readsPositionsOfOffsets(String offset, String position) throws Exception {
    assertThat(ConnectProgress.position(new ObjectMapper().readTree(offset))).hasToString(position);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "200;{\"offsets\":[]};NOT_YET;no offsets",
        "200;{\"offsets\":[{\"offset\":{\"lsn\":1,\"snapshot\":\"INITIAL\"}}]};NOT_YET;snapshot",
        "200;{\"offsets\":[{\"offset\":{\"lsn_proc\":50}}]};NOT_YET;50 bytes below",
        "200;{\"offsets\":[{\"offset\":{\"lsn_proc\":50}},{\"offset\":{\"lsn_proc\":900}}]};NOT_YET;50",
        "200;{\"offsets\":[{\"offset\":{\"lsn_proc\":100}}]};PASSED;''",
        "200;{\"offsets\":[{\"offset\":{\"scn\":5}}]};UNKNOWN;without a log position",
        "200;<html>;UNKNOWN;JSON",
        "404;{};UNKNOWN;status 404",
      })
  void asksKafkaConnect(int status, String body, BarrierStatus expected, String reason)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          boolean expectedRequest =
              "Basic dTpw".equals(login)
                  && exchange.getRequestURI().getRawPath().equals("/connectors/a%20b/offsets");
          exchange.sendResponseHeaders(expectedRequest ? status : 401, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      ConnectConfig config =
          new ConnectConfig(
              "http://127.0.0.1:" + server.getAddress().getPort(),
              "a b",
              Secret.of("u"),
              Secret.of("p"));

      BarrierState state = new JobBarrier(new ConnectProgress(config), topics).state(WANTED);

      assertThat(state.status()).as(state.reason()).isEqualTo(expected);
      assertThat(state.reason()).contains(reason);
    } finally {
      server.stop(0);
    }
  }

  /** A topic with one partition. */
  private static final class Topics implements JobBarrier.TopicProgress {
    private long end;
    private long committed;
    private String standstill = "";

    @Override
    public String standstill() {
      return standstill;
    }

    @Override
    public StopOffsets ends() {
      return StopOffsets.of(Map.of("t", Map.of(0, end)));
    }

    @Override
    public Map<String, Long> unread(StopOffsets stops) {
      Map<String, Long> unread = new TreeMap<>();
      stops.forEach(
          (topic, partition, stop) -> {
            if (committed < stop) {
              unread.put(topic + "-" + partition, stop - committed);
            }
          });
      return unread;
    }
  }
}
