import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { SimpleGrid } from '@mantine/core';
import { formatCount, formatDuration } from '../../../ui/format.ts';
import { ChartPanel } from './ChartPanel.tsx';
import type { ChartData } from './chartData.ts';

const shared = {
  h: 220,
  dataKey: 'at',
  withLegend: true,
  gridAxis: 'x',
  tickLine: 'none',
  strokeDasharray: '2 4',
} as const;
const still = { isAnimationActive: false } as const;
const frame = { accessibilityLayer: false } as const;
const count = (value: number) => formatCount(value);
const duration = (value: number) => formatDuration(value);
const xAxis = { minTickGap: 40 } as const;

/** The three questions asked of a rollout: how much, how fast, how often replaced. */
export default function TrafficCharts({ series, calls, p95, fallbacks }: ChartData) {
  return (
    <>
      <ChartPanel title="Calls" points={calls} series={series} format={count}>
        <BarChart
          {...shared}
          type="stacked"
          data={calls}
          series={series}
          valueFormatter={count}
          barProps={still}
          barChartProps={frame}
          xAxisProps={xAxis}
        />
      </ChartPanel>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <ChartPanel title="p95 latency" points={p95} series={series} format={duration}>
          <LineChart
            {...shared}
            data={p95}
            series={series}
            valueFormatter={duration}
            withDots
            curveType="linear"
            connectNulls
            strokeWidth={2}
            lineProps={still}
            lineChartProps={frame}
            xAxisProps={xAxis}
            yAxisProps={{ width: 72 }}
          />
        </ChartPanel>
        <ChartPanel
          title="Fallbacks"
          note="Calls that another variant had to answer, by the variant that was chosen"
          points={fallbacks}
          series={series}
          format={count}
        >
          <BarChart
            {...shared}
            type="stacked"
            data={fallbacks}
            series={series}
            valueFormatter={count}
            barProps={still}
            barChartProps={frame}
            xAxisProps={xAxis}
            yAxisProps={{ allowDecimals: false }}
          />
        </ChartPanel>
      </SimpleGrid>
    </>
  );
}
