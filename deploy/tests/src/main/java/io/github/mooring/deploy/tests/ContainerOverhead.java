package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Prints what the container costs. Not one of the tests: the profile {@code overhead} runs it, on a machine with nothing else to do. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public class ContainerOverhead {
    /** What is deployed. */
    @Deployment(testable = false)
    public static WebArchive application() {
        return Application.war(Finder.class, OverheadReport.class);
    }

    @Test
    void findThroughTheContainerBesideTheClientAlone() throws IOException, InterruptedException {
        String uri = URLEncoder.encode(System.getProperty("mongodb.uri"), StandardCharsets.UTF_8);
        URI address = URI.create(System.getProperty("mooring.http")).resolve("/tests/overhead?uri=" + uri);

        HttpResponse<String> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());

        System.out.println(response.body());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
