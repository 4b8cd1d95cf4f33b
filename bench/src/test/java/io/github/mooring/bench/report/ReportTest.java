package io.github.mooring.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void aTableIsMarkdownWithItsColumnsInLine() {
        TextTable table = new TextTable("<client", "ops/s");
        table.row("mooring", "12");
        table.row("raw", "1,234");

        assertThat(printed(table::print))
                .containsExactly(
                        "| client  | ops/s |", "|---------|------:|", "| mooring |    12 |", "| raw     | 1,234 |");
    }

    @Test
    void aRowThatDoesNotFitItsTableIsRefused() {
        TextTable table = new TextTable("<client", "ops/s");

        assertThatThrownBy(() -> table.row("mooring"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 cells for the 2 columns");
    }

    @Test
    void aRowIsMarkedWhereOthersUsedTheProcessors() {
        assertThat(Cells.others(0.2)).isEqualTo("0.2");
        assertThat(Cells.others(0.3)).isEqualTo("0.3 !");
        assertThat(Cells.others(Double.NaN)).isEqualTo("-");
    }

    @Test
    void aTargetIsMetOrMissedBySoMuch() {
        Target more = Target.atLeast("speed", 2);
        Target less = Target.atMost("bytes", 200);

        assertThat(more.verdict(OptionalDouble.of(2))).isEqualTo("met");
        assertThat(more.verdict(OptionalDouble.of(1.5))).isEqualTo("MISSED by 25 %");
        assertThat(less.verdict(OptionalDouble.of(200))).isEqualTo("met");
        assertThat(less.verdict(OptionalDouble.of(300))).isEqualTo("MISSED by 50 %");
        assertThat(less.verdict(OptionalDouble.of(Double.NaN))).isEqualTo("MISSED");
        assertThat(less.verdict(OptionalDouble.empty())).isEqualTo("not measured");
        assertThat(Target.atMost("sockets", 0).verdict(OptionalDouble.of(1))).isEqualTo("MISSED");
    }

    @Test
    void targetsAreToldOnlyOfWhatWasMeasured() {
        Figures figures = new Figures();
        figures.put(Targets.IDLE_BYTES, 300);

        List<String> lines = printed(out -> Targets.print(figures, out));

        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .contains(Targets.IDLE_BYTES)
                        .contains("<= 256")
                        .contains("300")
                        .contains("MISSED by 17 %"));
        assertThat(lines).noneMatch(line -> line.contains(Targets.IDLE_SOCKETS));
        assertThat(lines.get(lines.size() - 1))
                .startsWith((Targets.all().size() - 1) + " targets of "
                        + Targets.all().size() + " are left out");
    }

    private static List<String> printed(Consumer<PrintStream> printing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        printing.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
