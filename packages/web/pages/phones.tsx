/** The simulated customers' phones, as the route names them. */
export { SimulatorPage as PhonesPage } from './simulator/index.js'
