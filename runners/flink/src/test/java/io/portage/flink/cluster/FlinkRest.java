package io.portage.flink.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Flink's REST API, as far as operators of a job use it. */
public final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "portage-jar";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  FlinkRest(URI base) {
    this.base = base;
  }

  boolean isUp() {
    try {
      get("/overview");
      return true;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ConnectException) {
        return false;
      }
      throw e;
    } catch (IllegalStateException starting) {
      return false;
    }
  }

  int slots() {
    return get("/overview").get("slots-total").asInt();
  }

  /** Uploads a jar and returns its id. */
  public String upload(Path jar) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName()
                + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    try {
      BodyPublisher body =
          BodyPublishers.concat(
              BodyPublishers.ofByteArray(head.toByteArray()),
              BodyPublishers.ofFile(jar),
              BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
      JsonNode answer =
          send(
              HttpRequest.newBuilder(at("/jars/upload"))
                  .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                  .POST(body)
                  .build());
      return Path.of(answer.get("filename").asText()).getFileName().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs an uploaded jar's main class and returns the job's id. */
  public String run(String jar, List<String> args) {
    return run(jar, args, null);
  }

  /** Runs it from a savepoint or a retained checkpoint. */
  public String run(String jar, List<String> args, String savepoint) {
    ObjectNode body = JSON.createObjectNode();
    args.forEach(body.putArray("programArgsList")::add);
    if (savepoint != null) {
      body.put("savepointPath", savepoint);
    }
    return post("/jars/" + jar + "/run", body).get("jobid").asText();
  }

  /** Returns the job's state, e.g. {@code RUNNING}. */
  public String state(String job) {
    return get("/jobs/" + job).get("state").asText();
  }

  /** Returns the ids of the running jobs with this name. */
  public List<String> running(String name) {
    return get("/jobs/overview").get("jobs").findParents("jid").stream()
        .filter(job -> job.get("name").asText().equals(name))
        .filter(job -> job.get("state").asText().equals("RUNNING"))
        .map(job -> job.get("jid").asText())
        .toList();
  }

  /** Stops a job with a savepoint and returns the savepoint's path. */
  public String stopWithSavepoint(String job) {
    ObjectNode body = JSON.createObjectNode().put("drain", false);
    return savepoint(job, post("/jobs/" + job + "/stop", body).get("request-id").asText());
  }

  private String savepoint(String job, String request) {
    String path = "/jobs/" + job + "/savepoints/" + request;
    JsonNode done =
        Awaitility.await()
            .atMost(Duration.ofSeconds(90))
            .until(() -> get(path), answer -> answer.at("/status/id").asText().equals("COMPLETED"));
    JsonNode location = done.at("/operation/location");
    if (location.isMissingNode()) {
      throw new IllegalStateException("no savepoint: " + done);
    }
    return location.asText();
  }

  /** Cancels a job and waits until it is cancelled. */
  public void cancel(String job) {
    send(
        HttpRequest.newBuilder(at("/jobs/" + job + "?mode=cancel"))
            .method("PATCH", BodyPublishers.noBody())
            .build());
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state(job).equals("CANCELED"));
  }

  /** Cancels all running jobs. */
  public void cancelAll() {
    get("/jobs")
        .get("jobs")
        .forEach(
            job -> {
              if (List.of("RUNNING", "RESTARTING", "CREATED")
                  .contains(job.get("status").asText())) {
                cancel(job.get("id").asText());
              }
            });
  }

  /** Returns the path of the newest complete checkpoint, or null. */
  public String checkpoint(String job) {
    JsonNode newest = get("/jobs/" + job + "/checkpoints").at("/latest/completed/external_path");
    return newest.isMissingNode() ? null : newest.asText();
  }

  /** Returns the savepoint or checkpoint that a job was started from; empty if none. */
  public String restoredFrom(String job) {
    return get("/jobs/" + job + "/checkpoints").at("/latest/restored/external_path").asText();
  }

  /** Returns the number of complete checkpoints. */
  public int checkpoints(String job) {
    return get("/jobs/" + job + "/checkpoints").at("/counts/completed").asInt();
  }

  /** Returns the number of restarts of the job; any failure restarts all of it. */
  public int restarts(String job) {
    int restarts = 0;
    for (JsonNode vertex : vertices(job)) {
      JsonNode tasks = get("/jobs/" + job + "/vertices/" + vertex.get("id").asText());
      for (JsonNode task : tasks.get("subtasks")) {
        restarts = Math.max(restarts, task.get("attempt").asInt());
      }
    }
    return restarts;
  }

  /** Returns the job's vertices: id, name, parallelism. */
  public JsonNode vertices(String job) {
    return get("/jobs/" + job).get("vertices");
  }

  /** Returns Flink's response to a GET. */
  public JsonNode get(String path) {
    return send(HttpRequest.newBuilder(at(path)).GET().build());
  }

  private JsonNode post(String path, JsonNode body) {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  private URI at(String path) {
    return base.resolve(path);
  }

  private JsonNode send(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(request + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
