package io.portage.launcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BytesTextTest {
  @Test
  void indentsJsonAndKeepsItsNumbers() {
    assertThat(text("{\"a\":{\"b\":0.10000000000000000001},\"c\":18446744073709551615}"))
        .isEqualToIgnoringNewLines(
            """
            {
              "a" : {
                "b" : 0.10000000000000000001
              },
              "c" : 18446744073709551615
            }\
            """);
  }

  @Test
  void indentsJsonWithoutAChangeOfItsTokens() {
    String tokens = "1.10|-0.0|1E+400|1e3|\"\\ud83d\"|\"a\\\"}{,:b\"|{}|[ ]|null|\"\\\\\"";
    String json = "{\"a\": [" + tokens.replace('|', ',') + "], \"a\":\"twice\"}";
    String indented = text(json);
    assertThat(indented.lines().count()).isGreaterThan(10);
    assertThat(indented.lines().map(String::strip).map(line -> line.replace(" : ", ": ")))
        .contains("1.10,", "-0.0,", "1E+400,", "\"\\ud83d\",", "{},", "[],", "\"\\\\\"")
        .contains("\"a\": [", "\"a\": \"twice\"", "\"a\\\"}{,:b\",");
  }

  @Test
  void deeplyNestedJsonIsShownWholeAndNotIndented() {
    String deep = "[".repeat(900) + "1,".repeat(20_000) + "1" + "]".repeat(900);
    assertThat(text(deep)).isEqualTo(deep);
    assertThat(ShownText.of(deep.getBytes(StandardCharsets.UTF_8)).text()).isEqualTo(deep);
  }

  @Test
  void keepsOtherTextUnchanged() {
    assertThat(text("{not json ü")).isEqualTo("{not json ü");
    assertThat(text("{} {}")).isEqualTo("{} {}");
    assertThat(text("7")).isEqualTo("7");
    assertThat(text("")).isEmpty();
  }

  @Test
  void printsOtherBytesInHexadecimal() {
    byte[] bytes = new byte[18];
    bytes[0] = (byte) 0xff;
    bytes[16] = 'A';

    assertThat(BytesText.of(bytes))
        .isEqualToNormalizingNewlines(
            "00000000  ff 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................\n"
                + "00000010  41 00                                            A.");
    assertThat(text("a\u0000b")).startsWith("00000000  61 00 62");
  }

  @Test
  void distinguishesNullFromEmpty() {
    assertThat(BytesText.of(null)).isEqualTo("(null)");
  }

  private static String text(String text) {
    return BytesText.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
