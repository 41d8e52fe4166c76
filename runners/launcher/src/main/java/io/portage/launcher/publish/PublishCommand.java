package io.portage.launcher.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portage.config.FileLocation;
import io.portage.launcher.CommandException;
import io.portage.launcher.DurationConverter;
import io.portage.launcher.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes a file of events, event by event. */
@Command(
    name = "publish",
    description = "Checks a file of events and publishes it, event by event.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A line is the value of a record. A line {\"record\": {...}} is a whole record, with key,",
      "value (null: a tombstone record), partition, timestamp and headers."
    })
public final class PublishCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec spec;

  /** The number of unusable events that are printed. */
  private static final int SHOWN = 20;

  @Option(
      names = "--file",
      required = true,
      description = "A JSON array of events, or one event per line.")
  private Path file;

  @Option(names = "--topic", required = true, description = "The topic to publish to.")
  private String topic;

  @Option(names = "--bootstrap", required = true, description = "host:port of a broker.")
  private String bootstrap;

  @Option(
      names = "--create-topic",
      paramLabel = "PARTITIONS",
      arity = "0..1",
      fallbackValue = "1",
      description = "Create the topic if it does not exist, with one partition or this many.")
  private @Nullable Integer partitions;

  @Option(
      names = "--delay",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description = "The delay between events, e.g. 0.5s (default: ${DEFAULT-VALUE}).")
  private Duration delay;

  @Option(
      names = "--key",
      split = ",",
      description =
          "The field of the row that becomes the Kafka key of an event without one; for"
              + " debezium-json one or several, as a JSON object.")
  private List<String> keyFields = new ArrayList<>();

  @Option(
      names = "--format",
      defaultValue = "envelope-json",
      description = "The events' format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private EventFormat format;

  @Option(names = "--unchecked", description = "Publish events that no pipeline could use, too.")
  private boolean unchecked;

  @Override
  public Integer call() throws IOException {
    if (keyFields.size() > 1 && format != EventFormat.DEBEZIUM_JSON) {
      throw new CommandException(
          ExitCode.USAGE, "--key: several fields are a key of --format=debezium-json only");
    }
    List<EventFile.Event> events = read();
    List<String> problems = new ArrayList<>(EventCheck.problems(events, format));
    for (EventFile.Event event : unchecked ? List.<EventFile.Event>of() : events) {
      if (!keyFields.isEmpty() && hasRow(event) && keyed(event).key() == null) {
        problems.add(
            "line "
                + event.line()
                + ": its row has no value of a field of --key: "
                + String.join(", ", keyFields));
      }
    }
    if (!unchecked && !problems.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          file
              + " contains events that cannot be used (--unchecked publishes them, too):\n  "
              + String.join("\n  ", problems.subList(0, Math.min(SHOWN, problems.size())))
              + (problems.size() > SHOWN ? "\n  and " + (problems.size() - SHOWN) + " more" : ""));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (partitions != null && NewTopics.create(bootstrap, topic, partitions)) {
      out.println("Created topic " + topic + ".");
    }
    try (EventPublisher publisher = new EventPublisher(bootstrap, topic)) {
      for (EventFile.Event event : events) {
        publisher.send(keyed(event));
        RecordMetadata at = Objects.requireNonNull(publisher.flush(), "an event was sent");
        out.printf(
            "%s-%d-%d  %s%n",
            at.topic(),
            at.partition(),
            at.offset(),
            EventCheck.time(event, format)
                .map(ms -> Instant.ofEpochMilli(ms).toString())
                .orElse("-"));
        out.flush();
        pause();
      }
    }
    return ExitCode.OK;
  }

  private List<EventFile.Event> read() {
    try {
      return EventFile.read(file);
    } catch (IOException unreadable) {
      throw new CommandException(
          ExitCode.USAGE,
          "cannot read " + file + ": " + FileLocation.reasonOf(unreadable),
          unreadable);
    }
  }

  private boolean hasRow(EventFile.Event event) throws IOException {
    if (event.value() == null) {
      return false;
    }
    JsonNode node = payload(event.value(), format);
    return node.path("after").isObject() || node.path("before").isObject();
  }

  /** Returns the part of a value with the images; a missing node if it is not JSON. */
  private static JsonNode payload(byte[] value, EventFormat format) throws IOException {
    try {
      return EventCheck.payload(JSON.readTree(value), format);
    } catch (JsonProcessingException noJson) {
      return MissingNode.getInstance(); // --unchecked publishes it as it is
    }
  }

  private EventFile.Event keyed(EventFile.Event event) throws IOException {
    return keyed(event, keyFields, format);
  }

  /** Returns the event with fields of its row as key, if the event has no key and they exist. */
  static EventFile.Event keyed(EventFile.Event event, List<String> fields, EventFormat format)
      throws IOException {
    if (fields.isEmpty() || event.key() != null || event.value() == null) {
      return event;
    }
    JsonNode node = payload(event.value(), format);
    ObjectNode key = JSON.createObjectNode();
    for (String field : fields) {
      JsonNode after = node.path("after").path(field);
      JsonNode value = after.isValueNode() ? after : node.path("before").path(field);
      if (value.isMissingNode() || value.isNull()) {
        return event;
      }
      key.set(field, value);
    }
    String text =
        format == EventFormat.DEBEZIUM_JSON ? key.toString() : key.path(fields.get(0)).asText();
    return new EventFile.Event(
        event.line(),
        text.getBytes(StandardCharsets.UTF_8),
        event.value(),
        event.partition(),
        event.timestamp(),
        event.headers());
  }

  /** Waits for the delay; a signal that ends the process interrupts it. */
  private void pause() {
    try {
      if (new CountDownLatch(1).await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("the latch is never counted down");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", interrupted);
    }
  }
}
