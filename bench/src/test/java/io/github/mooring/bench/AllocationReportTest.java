package io.github.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AllocationReportTest {
    @Test
    void eachCallGoesThroughBothClientsAndHasALineForEach() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (AllocationServer server = AllocationServer.start();
                AllocationCalls ours = AllocationCalls.mooring(server.port());
                AllocationCalls vendors = AllocationCalls.vendor(server.port())) {
            assertThat(ours.names()).isEqualTo(vendors.names()).hasSize(4);

            AllocationReport.report(ours, vendors, 1, new PrintStream(printed, true, StandardCharsets.UTF_8));
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1 + 2 * 4)
                .filteredOn(line -> line.contains("mooring"))
                .allMatch(line ->
                        line.matches("(find|undecoded find|insertOne|ping) +mooring +[0-9,]+ +[0-9.]+ +[0-9.]+"));
    }
}
