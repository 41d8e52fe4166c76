package io.portage.flink.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The samples that Prometheus scrapes from one or more addresses. */
public final class Scrape {
  /** Flink's prefix for the counters of Beam steps. */
  static final String OPERATOR = "flink_taskmanager_job_task_operator_portage_";

  /** A scrape without samples. */
  static final Scrape NOTHING = new Scrape(List.of());

  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final List<MetricSample> samples;

  private Scrape(List<MetricSample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** One line of a scrape. */
  record MetricSample(String name, Map<String, String> labels, double value) {}

  /** Scrapes all of these addresses. */
  public static Scrape of(List<URI> addresses) throws IOException, InterruptedException {
    List<MetricSample> samples = new ArrayList<>();
    for (URI address : addresses) {
      HttpResponse<String> answer =
          CLIENT.send(
              HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(address + " answered " + answer.statusCode());
      }
      for (String line : answer.body().lines().toList()) {
        if (!line.startsWith("#")) {
          samples.add(sample(line));
        }
      }
    }
    return new Scrape(samples);
  }

  private static MetricSample sample(String line) throws IOException {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IOException("not a sample: " + line);
    }
    Map<String, String> labels = new HashMap<>();
    if (parts.group(2) != null) {
      Matcher label = LABEL.matcher(parts.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    return new MetricSample(parts.group(1), labels, number(parts.group(3)));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** Returns the names of all samples. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples.forEach(sample -> names.add(sample.name()));
    return names;
  }

  /** Returns all samples. */
  List<MetricSample> samples() {
    return samples;
  }

  /** Returns true if a sample belongs to this job. */
  public boolean isOf(String job) {
    return samples.stream().anyMatch(sample -> job.equals(sample.labels().get("job_name")));
  }

  /** Returns the sum over all subtasks of the job's counter {@code Stage.name}. */
  public long sum(String name) {
    return sumOf(inPrometheus(name)::equals);
  }

  /** Returns the sum over all metrics {@code Stage.name} that match the pattern, a dotted name. */
  long sumMatching(String pattern) {
    Pattern names = Pattern.compile(OPERATOR + pattern);
    return sumOf(name -> names.matcher(name).matches());
  }

  private long sumOf(Predicate<String> wanted) {
    return samples.stream()
        .filter(sample -> wanted.test(sample.name()))
        .mapToLong(sample -> (long) sample.value())
        .sum();
  }

  /** Returns the job's counters, without buckets. */
  @Override
  public String toString() {
    return samples.stream()
        .filter(sample -> sample.name().startsWith(OPERATOR) && !sample.name().contains("_le_"))
        .map(sample -> sample.name().substring(OPERATOR.length()) + "=" + (long) sample.value())
        .sorted()
        .toList()
        .toString();
  }

  private static String inPrometheus(String name) {
    return OPERATOR + name.replaceAll("[^a-zA-Z0-9:_]", "_");
  }
}
