package io.portage.launcher.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.status.MetricsSource;
import io.portage.target.connection.Sleeper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads metrics from Flink's REST interface. The addresses come from the command line, never from a
 * request; redirects are not followed, and an answer is cut off at 8 MB.
 *
 * <p>Flink collects the metrics of its workers at most once in 10 s, only when it is asked, and
 * answers with what it has before it collects. So a read after a pause waits until Flink has
 * collected them, 2 s at most; values are 10 s old at most, and older only if Flink takes longer.
 */
public final class FlinkMetrics implements MetricsSource {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkMetrics.class);
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

  /** The first answer of a busy job's REST interface takes more than a second or two. */
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);

  private static final int MAX_BYTES = 8 << 20;
  private static final int NAMES_PER_REQUEST = 60;
  private static final int MAX_NAMES = 6_000;

  /** The least time between two collections of metrics by Flink, its default. */
  private static final Duration COLLECTION_INTERVAL = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int PAUSES = 10;

  /** A metric of the workers that is another one after each collection. */
  private static final String CPU_TIME = "/taskmanagers/metrics?agg=sum&get=Status.JVM.CPU.Time";

  private final List<URI> addresses;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Map<URI, Instant> collectedAt = new ConcurrentHashMap<>();
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final JsonMapper json = new JsonMapper();

  /** Reads from the first of these addresses that runs the job. */
  public FlinkMetrics(List<URI> addresses, Clock clock, Sleeper sleeper) {
    this.addresses = List.copyOf(addresses);
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Reads in real time from the first of these addresses that runs the job.
   *
   * @throws CommandException if one is no http address
   */
  public static FlinkMetrics of(List<URI> addresses) {
    for (URI address : addresses) {
      if (address.getHost() == null || !String.valueOf(address.getScheme()).startsWith("http")) {
        throw new CommandException(
            ExitCode.USAGE, "--flink: not an http address: " + address + " (http://host:8081)");
      }
    }
    return new FlinkMetrics(addresses, Clock.systemUTC(), Sleeper.REAL);
  }

  @Override
  public Optional<MetricsSnapshot> read(String job) {
    for (URI address : addresses) {
      try {
        Optional<String> id = running(address, job);
        if (id.isPresent()) {
          collect(address);
          return Optional.of(
              new MetricsSnapshot("Flink at " + address.getAuthority(), values(address, id.get())));
        }
      } catch (IOException unreachable) {
        LOG.debug("no metrics from {}", address, unreachable);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<String> running(URI address, String job)
      throws IOException, InterruptedException {
    for (JsonNode one : get(address, "/jobs/overview").path("jobs")) {
      if (one.path("state").asText().equals("RUNNING") && matches(one.path("name").asText(), job)) {
        return Optional.of(one.path("jid").asText());
      }
    }
    return Optional.empty();
  }

  /** Beam may append a suffix to the name of a job, and changes characters that are not letters. */
  private static boolean matches(String name, String job) {
    String wanted = plain(job);
    String found = plain(name);
    return found.equals(wanted) || found.startsWith(wanted + "-");
  }

  private static String plain(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  /** Makes Flink collect the metrics if its last collection may be older than its interval. */
  private void collect(URI address) throws IOException, InterruptedException {
    Instant now = clock.instant();
    Instant last = collectedAt.get(address);
    if (last != null && now.isBefore(last.plus(COLLECTION_INTERVAL))) {
      return;
    }
    JsonNode before = get(address, CPU_TIME);
    JsonNode seen = before;
    for (int i = 0; i < PAUSES; i++) {
      sleeper.sleep(PAUSE);
      JsonNode answer = get(address, CPU_TIME);
      if (!answer.equals(before) && answer.equals(seen)) {
        break; // every worker has answered
      }
      seen = answer;
    }
    collectedAt.put(address, now);
  }

  private Map<String, Long> values(URI address, String id)
      throws IOException, InterruptedException {
    Map<String, Long> sums = new HashMap<>();
    for (JsonNode vertex : get(address, "/jobs/" + id).path("vertices")) {
      String metrics =
          "/jobs/" + id + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      List<String> names = new ArrayList<>();
      for (JsonNode one : get(address, metrics)) {
        String name = one.path("id").asText();
        if (FlinkMetricName.of(name).isPresent() && names.size() < MAX_NAMES) {
          names.add(name);
        }
      }
      for (int from = 0; from < names.size(); from += NAMES_PER_REQUEST) {
        List<String> some = names.subList(from, Math.min(from + NAMES_PER_REQUEST, names.size()));
        String query = URLEncoder.encode(String.join(",", some), StandardCharsets.UTF_8);
        for (JsonNode value : get(address, metrics + "?agg=sum,max&get=" + query)) {
          add(value, sums);
        }
      }
    }
    return sums;
  }

  private static void add(JsonNode value, Map<String, Long> sums) {
    long sum = value.path("sum").asLong();
    FlinkMetricName.of(value.path("id").asText())
        .ifPresent(name -> sums.merge(name, sum, Long::sum));
  }

  private JsonNode get(URI address, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base(address) + path)).timeout(ANSWER_PATIENCE).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_BYTES);
      if (response.statusCode() != 200) {
        throw new IOException(path + " answers " + response.statusCode());
      }
      return json.readTree(bytes);
    }
  }

  private static String base(URI address) {
    String text = address.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
