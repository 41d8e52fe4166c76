package io.portage.config.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReferenceSourcesTest {
  @Test
  void findsTheSourcesOfTheClassPath() {
    assertThat(ReferenceSources.providers())
        .extracting(ReferenceSourceProvider::key)
        .contains("csv", "jdbc")
        .isSorted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "key", "refresh"})
  void rejectsAKeyThatIsInUse(String key) {
    assertThatThrownBy(() -> ReferenceSources.byKey(List.of(provider("csv"), provider(key))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("duplicate key of a reference source: " + key);
  }

  private static ReferenceSourceProvider provider(String key) {
    return new ReferenceSourceProvider() {
      @Override
      public String key() {
        return key;
      }

      @Override
      public Optional<ReferenceSource> read(YamlValue section) {
        return Optional.empty();
      }
    };
  }
}
