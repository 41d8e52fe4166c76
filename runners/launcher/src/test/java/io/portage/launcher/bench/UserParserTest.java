package io.portage.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserParserTest {
  @Test
  void returnsTheImageOfTheOperation() throws IOException {
    String images =
        "\"before\":{\"user_id\":1,\"name\":\"old\",\"email\":\"a@b.c\",\"country_code\":\"DE\"},"
            + "\"after\":{\"user_id\":1,\"name\":\"new\",\"email\":null,\"country_code\":null}";

    assertThat(parse("{\"op\":\"u\"," + images + ",\"timestamp_ms\":5}"))
        .isEqualTo(new BenchUser(1, "new", null, null, false, 5));
    assertThat(parse("{\"op\":\"d\"," + images + ",\"timestamp_ms\":5}"))
        .isEqualTo(new BenchUser(1, "old", "a@b.c", "DE", true, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "### not json ###",
        "[]",
        "{\"op\":\"u\",\"after\":{\"user_id\":1,\"name\":\"x\"},\"timesta",
        "{\"op\":\"x\",\"after\":{\"user_id\":1,\"name\":\"x\"},\"timestamp_ms\":5}",
        "{\"op\":\"u\",\"after\":{\"user_id\":1,\"name\":\"x\"}}",
        "{\"op\":\"u\",\"after\":{\"user_id\":1,\"name\":\"x\"},\"timestamp_ms\":\"yesterday\"}",
        "{\"op\":\"u\",\"after\":{\"user_id\":null,\"name\":\"x\"},\"timestamp_ms\":5}",
        "{\"op\":\"u\",\"after\":{\"user_id\":\"1\",\"name\":\"x\"},\"timestamp_ms\":5}",
        "{\"op\":\"u\",\"after\":null,\"timestamp_ms\":5}"
      })
  void returnsNullForUnusableEvents(String text) throws IOException {
    assertThat(parse(text)).isNull();
  }

  private static BenchUser parse(String text) throws IOException {
    return UserParser.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
