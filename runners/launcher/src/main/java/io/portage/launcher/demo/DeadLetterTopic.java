package io.portage.launcher.demo;

import io.portage.deadletter.DeadLetterVisitor;
import io.portage.deadletter.KafkaDeadLetterReader;
import io.portage.model.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads a dead-letter topic to its end. */
public final class DeadLetterTopic {
  private DeadLetterTopic() {}

  /** Returns all dead letters, in the order of their coordinates. */
  public static List<DeadLetter> read(String bootstrapServers, String topic) {
    List<DeadLetter> deadLetters = new ArrayList<>();
    KafkaDeadLetterReader.read(
        Map.of("bootstrap.servers", bootstrapServers),
        topic,
        DeadLetterVisitor.of(
            deadLetter -> deadLetters.add(deadLetter.deadLetter()),
            (place, problem) -> {
              throw new IllegalStateException(place + " is not a dead letter: " + problem);
            }));
    deadLetters.sort(
        Comparator.comparing((DeadLetter deadLetter) -> deadLetter.coordinates().topic())
            .thenComparing(deadLetter -> deadLetter.coordinates().partition())
            .thenComparing(deadLetter -> deadLetter.coordinates().offset())
            .thenComparing(DeadLetter::part));
    return deadLetters;
  }

  /** Returns {@code stage reason partition-offset}, the format of {@link ExpectedResult}. */
  public static String line(DeadLetter deadLetter) {
    return deadLetter.stage().label() + " " + deadLetter.cause().reason() + " " + place(deadLetter);
  }

  /** Returns {@code partition-offset}, and the half of a key change. */
  static String place(DeadLetter deadLetter) {
    return deadLetter.coordinates().partition()
        + "-"
        + deadLetter.coordinates().offset()
        + deadLetter.part().suffix();
  }
}
