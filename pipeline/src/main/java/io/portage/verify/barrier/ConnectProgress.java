package io.portage.verify.barrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portage.config.SourceConfig.ConnectConfig;
import io.portage.verify.position.LogPosition;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a connector by the offsets that Kafka Connect has stored, which it does after the
 * records are in Kafka. Kafka Connect shows them from release 3.5 on.
 */
final class ConnectProgress implements ConnectorProgress {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ConnectConfig config;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper json = new ObjectMapper();

  ConnectProgress(ConnectConfig config) {
    this.config = config;
  }

  @Override
  public Delivered delivered() {
    try {
      HttpResponse<String> answer =
          http.send(request(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return answer.statusCode() == 200
          ? of(json.readTree(answer.body()))
          : Delivered.unknown(place() + " answers with status " + answer.statusCode());
    } catch (JsonProcessingException malformed) {
      return Delivered.unknown(place() + " does not answer with JSON");
    } catch (IOException failure) {
      return Delivered.unknown(place() + " does not answer: " + failure.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Delivered.notYet("interrupted");
    }
  }

  private HttpRequest request() {
    String name = URLEncoder.encode(config.connector(), StandardCharsets.UTF_8).replace("+", "%20");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(config.url() + "/connectors/" + name + "/offsets"))
            .timeout(PATIENCE);
    if (config.user() != null && config.password() != null) {
      String login = config.user().reveal() + ":" + config.password().reveal();
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
    return request.build();
  }

  private String place() {
    return "Kafka Connect at " + config.url() + " (connector " + config.connector() + ")";
  }

  /** Returns the lowest position of all source partitions of the answer. */
  private Delivered of(JsonNode answer) {
    JsonNode offsets = answer.path("offsets");
    if (!offsets.isArray() || offsets.isEmpty()) {
      return Delivered.notYet(place() + " has stored no offsets yet");
    }
    LogPosition lowest = null;
    for (JsonNode entry : offsets) {
      JsonNode offset = entry.path("offset");
      if (takesSnapshot(offset)) {
        return Delivered.notYet(place() + " is taking its first snapshot");
      }
      LogPosition position = position(offset);
      if (position == null) {
        return Delivered.unknown(
            place() + " stores offsets without a log position (lsn_commit, lsn or file and pos)");
      }
      lowest = lowest == null || position.compareTo(lowest) < 0 ? position : lowest;
    }
    return Delivered.upTo(
        Objects.requireNonNull(lowest),
        "the connector "
            + config.connector()
            + " has stored the offset "
            + lowest
            + "; Kafka Connect stores offsets every offset.flush.interval.ms, and on an idle source"
            + " only with heartbeat.interval.ms or after the next captured change");
  }

  /** A finished snapshot is still marked until the first change follows. */
  private static boolean takesSnapshot(JsonNode offset) {
    JsonNode snapshot = offset.path("snapshot");
    boolean marked =
        !snapshot.isMissingNode() && !snapshot.isNull() && !snapshot.asText().equals("false");
    return marked
        && !offset.path("snapshot_completed").asBoolean()
        && !offset.path("last_snapshot_record").asBoolean();
  }

  /**
   * PostgreSQL: transactions come in the order of their commits, and a record precedes the commit
   * of its transaction. So whatever position is processed, every transaction with a lower commit
   * has come before.
   */
  static @Nullable LogPosition position(JsonNode offset) {
    if (offset.path("file").isTextual() && offset.path("pos").isNumber()) {
      return LogPosition.ofBinlog(offset.path("file").asText(), offset.path("pos").asLong());
    }
    long processed = Math.max(offset.path("lsn_proc").asLong(), offset.path("lsn_commit").asLong());
    if (processed == 0) {
      processed = offset.path("lsn").asLong();
    }
    return processed == 0 ? null : LogPosition.ofLsn(processed);
  }
}
