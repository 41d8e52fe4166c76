package io.portage.decode.json;

import static io.portage.decode.DecodeFixtures.envelope;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.DecodeFixtures;
import io.portage.decode.plain.EnvelopeJson;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Cached names of one message never make another message unreadable. */
final class RepeatedFieldsTest {
  private static final List<String> SHAPES =
      List.of(
          "{\"op\":\"c\",\"after\":{\"id\":1},\"timestamp_ms\":7}",
          "{\"op\":\"u\",\"before\":{\"id\":1},\"after\":{\"id\":1},\"timestamp_ms\":7}",
          "{\"timestamp_ms\":7,\"extra\":1,\"more\":2,\"after\":{\"id\":1},\"op\":\"u\"}",
          "{\"x\":0,\"op\":\"c\",\"y\":{},\"after\":{\"id\":1},\"timestamp_ms\":7}");

  private final EnvelopeJson format = new EnvelopeJson(DecodeFixtures.PLACEHOLDER);

  @Test
  void readsMessagesWhoseFirstNameCannotBeComparedAsBytes() {
    String message = "{\"🚀\":1,\"op\":\"c\",\"after\":{\"id\":1},\"timestamp_ms\":1726531260000}";

    for (int i = 0; i < 3; i++) {
      assertThat(envelope(format, message).op()).isEqualTo("c");
    }
  }

  @Test
  void readsMessagesOfOtherShapesOnSeveralThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 300; round++) {
        EnvelopeJson shared = new EnvelopeJson(DecodeFixtures.PLACEHOLDER);
        List<Callable<Integer>> readers =
            SHAPES.stream().<Callable<Integer>>map(shape -> () -> read(shared, shape)).toList();
        for (Future<Integer> read : threads.invokeAll(readers)) {
          assertThat(read.get()).isEqualTo(50);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int read(EnvelopeJson format, String message) {
    int read = 0;
    for (int i = 0; i < 50; i++) {
      read += envelope(format, message).op().length();
    }
    return read;
  }
}
