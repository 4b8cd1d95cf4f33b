package io.github.mooring.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void withoutArgumentsAllTablesArePrintedInFiveRounds() {
        Options options = Options.parse();

        assertThat(options.tables()).isEqualTo(Tables.names()).hasSize(13);
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.threads()).containsExactly(1, 4, 16, 64, 256);
    }

    @Test
    void aLaterArgumentChangesWhatAnEarlierOneSaid() {
        Options options = Options.parse(
                "--quick",
                "--tables=matrix,idle",
                "--threads=2,3",
                "--pools=1",
                "--rounds=1",
                "--round-ms=30",
                "--warm-up=9",
                "--standalone",
                "--mooring-options=sharing=never&maxInFlight=1",
                "--jdk=");

        assertThat(options)
                .isEqualTo(new Options(
                        List.of("matrix", "idle"),
                        List.of(2, 3),
                        List.of(1),
                        1,
                        Duration.ofMillis(30),
                        9,
                        true,
                        true,
                        "sharing=never&maxInFlight=1",
                        null));
        assertThat(Options.parse("--jdk=/a/path").jdk()).isEqualTo("/a/path");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--thread=4; unknown option '--thread=4'",
                "--threads=1,x; not a number in '--threads=1,x'",
                "--threads=; not a number in '--threads='",
                "--rounds=0; --rounds is 0",
                "--round-ms=-1; --round-ms is -1",
                "--warm-up=0; --warm-up is 0",
                "--pools=1,0; --pools is 0",
                "--tables=matrix,matrx; no table 'matrx'"
            })
    void aWrongOptionIsNamedTogetherWithTheRightOnes(String argument, String complaint) {
        assertThatThrownBy(() -> Options.parse(argument))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint)
                .hasMessageContaining("--threads=1,4,16,64,256");
    }
}
