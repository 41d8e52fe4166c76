package io.portage.decode.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.DecodeFixtures;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UnavailablePlaceholderTest {
  private static final byte[] BYTES = DecodeFixtures.PLACEHOLDER.getBytes(StandardCharsets.UTF_8);
  private final UnavailablePlaceholder unavailable =
      new UnavailablePlaceholder(DecodeFixtures.PLACEHOLDER);

  @Test
  void recognizesTextAndBytesInEveryForm() {
    recognizes(DecodeFixtures.PLACEHOLDER);
    recognizes(BYTES);
    recognizes(Base64.getEncoder().encodeToString(BYTES));
    recognizes(Base64.getUrlEncoder().encodeToString(BYTES));
    recognizes(HexFormat.of().formatHex(BYTES));
    recognizes(UUID.nameUUIDFromBytes(BYTES).toString());
    recognizes(List.of(DecodeFixtures.PLACEHOLDER));
    recognizes(List.of(HexFormat.of().formatHex(BYTES)));
    recognizes(List.of(UUID.nameUUIDFromBytes(BYTES).toString()));
  }

  @Test
  void recognizesMaps() {
    recognizes(Map.of(DecodeFixtures.PLACEHOLDER, DecodeFixtures.PLACEHOLDER));
    recognizes("{\"" + DecodeFixtures.PLACEHOLDER + "\":\"" + DecodeFixtures.PLACEHOLDER + "\"}");
    recognizes(List.of(Map.of(DecodeFixtures.PLACEHOLDER, DecodeFixtures.PLACEHOLDER)));
  }

  @Test
  void recognizesArraysOfNumbersInEveryEncoding() {
    recognizes(each(number -> number));
    recognizes(each(number -> new BigDecimal(number + ".0")));
    recognizes(each(number -> Long.toString(number)));
    recognizes(each(number -> number + ".00"));
    recognizes(each(number -> base64(number, 0)));
    recognizes(each(number -> base64(number, 2)));
    recognizes(each(number -> Map.of("scale", 1L, "value", base64(number, 1))));
  }

  @Test
  void keepsOtherNumbersAsValues() {
    List<Object> other = each(number -> number);
    other.set(5, 0L);
    List<Object> scaledUnevenly = each(number -> base64(number, 1));
    scaledUnevenly.set(5, base64(118, 0));

    assertThat(unavailable.replacePlaceholders(other)).isSameAs(other);
    assertThat(unavailable.replacePlaceholders(scaledUnevenly)).isSameAs(scaledUnevenly);
    assertThat(unavailable.replacePlaceholders(List.of(1L))).isEqualTo(List.of(1L));
    assertThat(unavailable.replacePlaceholders(each(number -> "x"))).isInstanceOf(List.class);
    assertThat(new UnavailablePlaceholder("").replacePlaceholders("")).isEqualTo("");
    assertThat(new UnavailablePlaceholder("").replacePlaceholders(List.of())).isEqualTo(List.of());
  }

  private void recognizes(Object form) {
    assertThat(unavailable.replacePlaceholders(form)).isSameAs(UnavailablePlaceholder.UNAVAILABLE);
  }

  private static List<Object> each(Function<Long, Object> form) {
    List<Object> list = new ArrayList<>();
    for (byte number : BYTES) {
      list.add(form.apply((long) number));
    }
    return list;
  }

  private static String base64(long number, int scale) {
    BigInteger unscaled = BigInteger.valueOf(number).multiply(BigInteger.TEN.pow(scale));
    return Base64.getEncoder().encodeToString(unscaled.toByteArray());
  }
}
