package dev.tidemark.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

final class PlotTest {
    @Test
    void sharesBecomePixelsFromTheLowerLeft() throws Exception {
        Plot plot = new Plot(50, 200, 100, 20, new Plot.Offset(10, 5));
        plot.horizontal(0.5, "7");
        plot.under(1, "2 s");
        plot.curve("first", List.of(new Plot.Point(0, 0), new Plot.Point(1, 1)));
        plot.curve("second", List.of(new Plot.Point(0.5, 0.25)));

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(plot.svg())));
        assertEquals("50.0,120.0 250.0,20.0", element(svg, "polyline", 0).getAttribute("points"));
        assertEquals("150.0,95.0", element(svg, "polyline", 1).getAttribute("points"));
        assertEquals("70.0", element(svg, "line", 0).getAttribute("y1"));
        assertEquals("7", element(svg, "text", 0).getTextContent());
        assertEquals("250.0", element(svg, "text", 1).getAttribute("x"));
        assertEquals("25", element(svg, "text", 2).getAttribute("y"));
        assertEquals("second", element(svg, "text", 3).getTextContent());
        assertEquals(
                element(svg, "polyline", 1).getAttribute("stroke"),
                element(svg, "text", 3).getAttribute("fill"));
    }

    private static Element element(Document svg, String name, int number) {
        return (Element) svg.getElementsByTagName(name).item(number);
    }
}
