package io.portage.replay;

import io.portage.model.ChangePart;
import io.portage.model.GuardResult;
import java.util.List;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

final class ReplayObservationCoderTest {
  @Test
  void roundTrips() throws Exception {
    for (ReplayObservation replayObservation :
        List.of(
            ReplayObservation.deadLetter(ReplayFixtures.record(5, ChangePart.UPSERT)),
            ReplayObservation.merged(
                ReplayFixtures.change(ChangePart.WHOLE, 5), ChangePart.WHOLE, true),
            ReplayObservation.merged(
                ReplayFixtures.change(ChangePart.WHOLE, 5), ChangePart.WHOLE, false),
            ReplayObservation.written(GuardResult.STALE, ChangePart.DELETE),
            ReplayObservation.written(null, ChangePart.WHOLE),
            ReplayObservation.ignored(ChangePart.WHOLE),
            ReplayObservation.dead(ReplayFixtures.merged(5), ChangePart.WHOLE))) {
      CoderProperties.coderDecodeEncodeEqual(ReplayObservationCoder.of(), replayObservation);
    }
  }
}
