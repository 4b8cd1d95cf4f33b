package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The demo, the same archive on every server, seen from outside. */
@ExtendWith(ArquillianExtension.class)
@DisabledIfSystemProperty(
        named = "mongodb.embedded",
        matches = "false",
        disabledReason = "the demo keeps its notes, and -Dmongodb.uri names a server that is not ours")
public class DemoIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** What is deployed: the archive of the demo, untouched. */
    @Deployment(testable = false)
    public static WebArchive demo() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("mooring.demo")));
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(System.getProperty("mooring.http") + path))
                .timeout(TIMEOUT);
    }

    private HttpResponse<String> answerTo(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String json) throws IOException, InterruptedException {
        return answerTo(to("api/notes")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    @Test
    void pageIsServed() throws IOException, InterruptedException {
        HttpResponse<String> page = answerTo(to("").build());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>Notes on a mooring</h1>");
    }

    @Test
    void noteIsStoredAndListed() throws IOException, InterruptedException {
        String text = "Ahoy 你好 🚢 <b> " + System.nanoTime();

        HttpResponse<String> added = post("{\"text\": \"" + text + "\"}");
        HttpResponse<String> listed = answerTo(to("api/notes").build());

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
        assertThat(listed.body()).contains("\"text\":\"" + text + "\"");
    }

    @Test
    void emptyNoteIsRefusedWithTheReason() throws IOException, InterruptedException {
        HttpResponse<String> refused = post("{\"text\": \" \"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("{\"error\":\"The note is empty. Write something first.\"}");
    }

    @Test
    void whatIsNotThereIsSaidInJsonToo() throws IOException, InterruptedException {
        HttpResponse<String> missing = answerTo(to("api/nothing").build());

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("{\"error\":\"The server cannot take this request: Not Found.\"}");
    }

    @Test
    void statusShowsTheAdaptersNumbers() throws IOException, InterruptedException {
        post("{\"text\": \"for the numbers\"}");

        HttpResponse<String> status = answerTo(to("api/status").build());

        assertThat(status.statusCode()).as(status.body()).isEqualTo(200);
        assertThat(status.body())
                .containsPattern("\"sessions\":\\{\"open\":\\d+,\"opened\":[1-9]")
                .containsPattern("\"sockets\":\\{\"open\":[1-9]")
                .contains("\"pings\":{\"answered\":");
    }
}
