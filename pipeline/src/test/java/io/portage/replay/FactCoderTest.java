package io.portage.replay;

import io.portage.model.Half;
import io.portage.model.Verdict;
import java.util.List;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

final class FactCoderTest {
  @Test
  void comesBackAsItWas() throws Exception {
    for (Fact fact :
        List.of(
            Fact.letter(Given.record(5, Half.UPSERT)),
            Fact.merged(Given.change(Half.WHOLE, 5), Half.WHOLE, true),
            Fact.merged(Given.change(Half.WHOLE, 5), Half.WHOLE, false),
            Fact.written(Verdict.STALE, Half.DELETE),
            Fact.written(null, Half.WHOLE),
            Fact.ignored(Half.WHOLE),
            Fact.dead(Given.merged(5), Half.WHOLE))) {
      CoderProperties.coderDecodeEncodeEqual(FactCoder.of(), fact);
    }
  }
}
