package io.portage.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentSubstitutionTest {
  private final EnvironmentSubstitution substitution =
      new EnvironmentSubstitution(Map.of("A", "1", "EMPTY", "", "NESTED", "${A}", "_b2", "3"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain              | plain
          ${A}               | 1
          x${A}y${_b2}z      | x1y3z
          ${NO:-a:-b}        | a:-b
          ${EMPTY:-default}  | default
          ${NO:-}            | ''
          ${EMPTY}           | ''
          ${NESTED}          | ${A}
          $$                 | $
          $${A}              | ${A}
          $$$${A}            | $${A}
          ^a$                | ^a$
          $A                 | $A
          """)
  void replacesVariables(String text, String expected) throws Exception {
    assertThat(substitution.apply(text)).isEqualTo(expected);
  }

  @Test
  void namesUndefinedVariables() {
    assertThatThrownBy(() -> substitution.apply("${B}${C}${B}"))
        .hasMessage(
            "the environment does not define B, C (set it, or give a default: ${B:-default})");
    assertThatThrownBy(() -> substitution.apply("${A"))
        .hasMessage("a ${ without its } (write $$ for a dollar sign)");
    assertThatThrownBy(() -> substitution.apply("${a-b}"))
        .hasMessage("not a variable (write ${NAME} or ${NAME:-default})");
  }
}
