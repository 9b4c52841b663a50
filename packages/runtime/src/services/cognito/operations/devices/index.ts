import { adminForgetDevice, adminGetDevice, adminListDevices, adminUpdateDeviceStatus } from './admin-devices.ts'
import { confirmDevice } from './confirm-device.ts'
import { forgetDevice, getDevice, listDevices, updateDeviceStatus } from './own-devices.ts'

/** The devices that people sign in from. */
export const deviceOperations = [
  adminForgetDevice,
  adminGetDevice,
  adminListDevices,
  adminUpdateDeviceStatus,
  confirmDevice,
  forgetDevice,
  getDevice,
  listDevices,
  updateDeviceStatus,
]
